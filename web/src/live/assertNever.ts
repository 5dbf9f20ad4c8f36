/** The compiler's proof that a union was folded to its end. */
export function assertNever(value: never): never {
  throw new Error(`The platform sent something this page does not know: ${JSON.stringify(value).slice(0, 120)}`);
}
