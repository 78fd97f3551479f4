import { readAttention } from "../../production/attention.js";
import type { Desk } from "../../production/desk.js";
import type { Prompter } from "../../prompt/prompter.js";

/** Shows the spikes of a process that wait for a person. */
export async function showOpenSpikes({ storage }: Desk, prompt: Prompter, process: string): Promise<void> {
  const open = await readAttention(storage, process);
  const spikes = open.filter(({ status }) => status === "spike" || status === "other-unit");
  const lines = spikes.map(({ item, message }) => `  ${item}: ${message}`);
  prompt.show(lines.length === 0 ? "No spikes are open." : ["Open spikes:", ...lines].join("\n"));
}
