import { useCredentials } from "@/api/credentials";

import { LoginForm } from "./LoginForm";
import { Shell } from "./Shell";

export function App() {
  const session = useCredentials((state) => state.session);
  return session === null ? <LoginForm /> : <Shell />;
}
