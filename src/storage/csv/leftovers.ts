import { ContangoError } from "../../errors/contangoError.js";
import type { FileSystem } from "../files.js";
import type { StagedSeries } from "../seriesStore.js";
import type { Exclusive } from "./exclusive.js";
import { nameSymbol } from "./fileNames.js";
import type { LibraryLayouts } from "./libraryLayouts.js";
import { isNextTable, parseNoteFile, parseStaged, versionOf } from "./seriesFiles.js";

/** The token of a staged change, which becomes part of a path. @throws ContangoError `STORE_CORRUPT`. */
export function checkedToken(token: string): string {
  if (parseStaged(token) !== undefined && !/[/\\]/.test(token)) return token;
  throw new ContangoError(
    "STORE_CORRUPT",
    "csv",
    `"${token}" is not the token of a staged change of this store`,
    {
      details: { token },
    },
  );
}

/**
 * The staged changes in all folders of `root`. Notes whose series went on without them are removed, and what was left
 * of a table that was not finished.
 */
export async function findLeftovers(
  files: FileSystem,
  root: string,
  layouts: LibraryLayouts,
  alone: Exclusive,
): Promise<readonly StagedSeries[]> {
  const found: StagedSeries[] = [];
  for (const folder of await files.folders(root)) {
    const names = await files.files(`${root}/${folder}`);
    if (names.some((name) => parseStaged(name) ?? parseNoteFile(name) ?? isNextTable(name))) {
      found.push(...(await alone(() => lookInto(files, root, folder, layouts))));
    }
  }
  return found;
}

async function lookInto(
  files: FileSystem,
  root: string,
  folder: string,
  layouts: LibraryLayouts,
): Promise<StagedSeries[]> {
  const library = layouts.libraryOf(folder);
  const form = layouts.of(library).names;
  const path = `${root}/${folder}`;
  const found: StagedSeries[] = [];
  const names = await files.files(path);
  for (const token of names) {
    const staged = parseStaged(token);
    const symbol = staged && nameSymbol(staged.name, form);
    const stat = await (staged && files.stat(`${path}/${token}`));
    if (staged === undefined || symbol === undefined || stat === undefined) continue;
    found.push({ library, symbol, base: staged.base, next: staged.deletion ? null : versionOf(stat), token });
  }
  const needed = new Set(found.map(({ next }) => next));
  for (const name of names) {
    if (isNextTable(name)) await files.remove(`${path}/${name}`);
    const note = parseNoteFile(name);
    if (note === undefined || needed.has(note.version)) continue;
    const stat = await files.stat(`${path}/${note.name}.csv`);
    if (stat === undefined || versionOf(stat) !== note.version) await files.remove(`${path}/${name}`);
  }
  return found;
}
