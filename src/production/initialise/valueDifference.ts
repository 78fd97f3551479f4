/**
 * The first field in which two values of plain data differ, as `pointSize is 50, and 5 is given`; undefined where they say the
 * same. What is absent and what is NaN are the same.
 */
export function valueDifference(stored: object, given: object): string | undefined {
  const [has, wants] = [fieldsOf(stored), fieldsOf(given)];
  for (const name of new Set([...wants.keys(), ...has.keys()])) {
    const [a, b] = [has.get(name) ?? "missing", wants.get(name) ?? "missing"];
    if (a !== b) return `${name} is ${a}, and ${b} is given`;
  }
  return undefined;
}

/** Texts of the fields of an object, those of an object in it under a name with a point. */
function fieldsOf(value: object, above = ""): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === "object" && field !== null) {
      for (const [inner, text] of fieldsOf(field, `${above}${name}.`)) fields.set(inner, text);
    } else if (field !== undefined && !Number.isNaN(field)) {
      fields.set(`${above}${name}`, typeof field === "string" ? `"${field}"` : String(field));
    }
  }
  return fields;
}
