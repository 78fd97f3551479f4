import { expect, it, vi } from "vitest";
import { runScript } from "../../src/desk/runScript.js";
import type { Desk } from "../../src/production/desk.js";
import type { OutcomeItem } from "../../src/production/outcome.js";
import { defineProcess, type ProcessOptions } from "../../src/production/process.js";
import { testDesk } from "../../src/testing/testDesk.js";

interface TradesOptions extends ProcessOptions {
  readonly mail?: boolean;
  readonly regions?: readonly string[];
  readonly maxSpike?: number;
}

/** Runs a script, and gives its exit code, what its process was called with, and what it said on stderr. */
async function script(args: readonly string[], options?: Partial<TradesOptions>) {
  const given: TradesOptions[] = [];
  const trades = defineProcess<OutcomeItem, TradesOptions>({
    name: "trades",
    title: "Trades",
    options: ["mail", "regions", "maxSpike"],
    reads: [],
    writes: [],
    run: async (_, { signal, progress, ...own }: TradesOptions) => {
      given.push(own);
      return { items: [] };
    },
  });
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    const open = (): Promise<Desk> => testDesk();
    const code = await runScript(open, trades, {
      args: ["--quiet", ...args],
      setExitCode: false,
      ...(options === undefined ? {} : { options }),
    });
    return { code, given, said: said.mock.calls.join("") };
  } finally {
    said.mockRestore();
  }
}

it("hands the options of its process on, those of the command line before those of the script", async () => {
  expect(await script([])).toEqual({ code: 0, given: [{}], said: "" });
  expect((await script(["--mail", "--max-spike=12", "--regions=US,"])).given).toEqual([
    { mail: true, maxSpike: 12, regions: ["US"] },
  ]);
  const own = { mail: true, maxSpike: 3 };
  expect((await script(["--mail=false", "--dry-run"], own)).given).toEqual([
    { mail: false, maxSpike: 3, dryRun: true },
  ]);
});

it("refuses what its process does not take, before anything is done", async () => {
  expect(await script(["--mial"])).toEqual({
    code: 2,
    given: [],
    said: '"--mial" is not understood; a script takes --dry-run, --quiet, --mail, --regions, --max-spike\n',
  });
  expect((await script(["quiet"])).said).toMatch(/^"quiet" is not understood/);
  const { code, given, said } = await script(["--regions=US"]);
  expect([code, given]).toEqual([2, []]);
  expect(said).toMatch(/regions was "US"; give a list/);
});
