import type { ButtonHTMLAttributes } from "react";

import styles from "./Button.module.css";

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { kind?: "plain" | "solid" | "icon" | "danger" };

export function Button({ kind = "plain", className, type = "button", ...rest }: Props) {
  return <button {...rest} type={type} className={`${styles.button} ${styles[kind]} ${className ?? ""}`} />;
}
