import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { unpackData } from "../../scripts/unpackData.js";

/** A wrong command line or data folder: the message is for the user, who can put it right. */
export class WrongInput extends Error {}

/** The data folder that the demo runs on. `own`: given by the user, not the six instruments that come with the repository. */
export interface DataFolder {
  readonly path: string;
  readonly own: boolean;
}

/**
 * The folder of `--data DIR`, or the data of the repository.
 *
 * @throws WrongInput
 */
export function dataFolder(args: readonly string[]): DataFolder {
  const data = dataOption(args);
  if (data === undefined) return { path: `${unpackData()}/futures`, own: false };
  const path = resolve(data);
  if (!existsSync(path)) throw new WrongInput(`${path} does not exist; ${EXAMPLE}`);
  if (hasPrices(path)) return { path, own: true };
  const below = ["futures", "data/futures"].map((folder) => join(path, folder)).find(hasPrices);
  throw new WrongInput(
    `${path} has no prices, which are CSV files in a folder multiple_prices_csv; ${below === undefined ? EXAMPLE : `did you mean --data ${below}?`}`,
  );
}

const EXAMPLE =
  "give a pysystemtrade data folder, as in: npm run demo -- --data ~/pysystemtrade/data/futures";

function hasPrices(path: string): boolean {
  const folder = join(path, "multiple_prices_csv");
  return existsSync(folder) && readdirSync(folder).some((file) => file.endsWith(".csv"));
}

function dataOption(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { data: { type: "string" } } }).values.data;
  } catch (error) {
    throw new WrongInput(`${(error as Error).message.split(". ")[0]}; ${EXAMPLE}`);
  }
}
