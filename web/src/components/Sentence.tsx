import { unbroken } from "./format/number";
import styles from "./Sentence.module.css";

/** A sentence of the platform; what stands between backticks in it is something to type. */
export function Sentence({ text }: { text: string }) {
  return unbroken(text).split("`").map((part, index) =>
    index % 2 === 1 ? (
      <code key={index} className={styles.code}>
        {part}
      </code>
    ) : (
      part
    ),
  );
}
