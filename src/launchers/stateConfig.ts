import { withoutSecrets } from "./withoutSecrets.js";

/** The text of the configuration that is kept beside a state. */
export async function stateConfig(config: Readonly<Record<string, unknown>>): Promise<string> {
  const { stringify } = await import("yaml");
  return stringify(withoutSecrets(config), { aliasDuplicateObjects: false });
}
