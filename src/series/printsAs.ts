const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** Gives a value a text, which `String(value)` says and a REPL prints; it stays what it is otherwise. */
export function printsAs<Value extends object>(value: Value, text: () => string): Value {
  return Object.defineProperties(value, { toString: { value: text }, [INSPECT]: { value: text } });
}
