import type { Series } from "../../series/series.js";
import type { RuleInputs } from "../rules/rule.js";

/** What JavaScript itself asks of objects (`await`, `JSON.stringify`), which is no series. */
const NOT_SERIES = ["then", "toJSON"];

/**
 * An object whose properties are series, each looked up when it is read. A name that there is not is looked up too, so that
 * `lookUp` can refuse it by name, where a plain object would let a rule run on `undefined`.
 */
export function lazyInputs(lookUp: (name: string) => Series, names: readonly string[]): RuleInputs {
  const getters = {};
  for (const name of names) {
    Object.defineProperty(getters, name, { get: () => lookUp(name), enumerable: true, configurable: true });
  }
  return new Proxy(getters as RuleInputs, {
    get: (target, name) =>
      typeof name !== "string" || name in target || NOT_SERIES.includes(name)
        ? Reflect.get(target, name)
        : lookUp(name),
  });
}
