import { type FormEvent, useState } from "react";

import { Button } from "@/components/Button";
import { Icon } from "@/components/Icon";
import { Sentence } from "@/components/Sentence";

import styles from "./LoginForm.module.css";
import { signInWith, useSigningIn } from "./startToken";

/** For an address without its token, and after the session ended. */
export function LoginForm() {
  const [token, setToken] = useState("");
  const { busy, problem } = useSigningIn();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void signInWith(token);
  };
  return (
    <main className={styles.page}>
      <form className={styles.form} onSubmit={submit}>
        <h1 className={styles.brand}>
          <Icon name="logo" size={20} /> rlbot
        </h1>
        <p className={styles.text}>
          Open the address that <code>rlbot up</code> printed, or paste its start token. It is the part after <code>#token=</code>.
        </p>
        <label className={styles.label} htmlFor="token">
          Start token
        </label>
        <input
          id="token"
          className={styles.field}
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={token}
          aria-describedby={problem ? "token-problem" : undefined}
          aria-invalid={problem !== ""}
          onChange={(event) => setToken(event.target.value)}
        />
        {problem !== "" && (
          <p id="token-problem" className={styles.problem} role="alert">
            <Sentence text={problem} />
          </p>
        )}
        <Button kind="solid" type="submit" disabled={busy || token.trim() === ""}>
          {busy ? "Signing in" : "Sign in"}
        </Button>
        <p className={styles.text}>
          To stop trading without signing in, run <code>rlbot kill</code> in the platform's folder.
        </p>
      </form>
    </main>
  );
}
