import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandOptions, readCommandOption, unsayableOption } from "../../src/schedule/commandOptions.js";

describe("options on a command line", () => {
  it("are written in small letters, a list of one with a comma at its end", () => {
    const options = { mail: true, dryRun: false, maxSpike: 12.5, regions: ["US", "ASIA"], pairs: ["GBPUSD"] };
    expect(commandOptions(options)).toEqual([
      "--mail",
      "--dry-run=false",
      "--max-spike=12.5",
      "--regions=US,ASIA",
      "--pairs=GBPUSD,",
    ]);
  });

  it("that are texts stay texts, however much they look like numbers", () => {
    expect(readCommandOption("--since=20240328")).toEqual(["since", "20240328"]);
    expect(readCommandOption("--contract=20241200")).toEqual(["contract", "20241200"]);
    expect(readCommandOption("--id=12345")).toEqual(["id", "12345"]);
    expect(readCommandOption("--max-spike=12")).toEqual(["maxSpike", 12]);
  });

  it("are read as they were written, if they can be said", () => {
    const text = fc.stringMatching(/^[A-Za-z\d._ :+/,-]{0,6}$/);
    const value = fc.oneof(fc.boolean(), fc.double(), fc.integer(), text, fc.array(text, { maxLength: 3 }));
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z\d]{0,5}$/);
    let said = 0;
    fc.assert(
      fc.property(name, value, (key, one) => {
        if (unsayableOption({ [key]: one }) !== undefined) return;
        said++;
        const [argument] = commandOptions({ [key]: one });
        expect(argument).toMatch(/^--[\w.:+/,=-]+$/);
        expect(readCommandOption(argument!)).toEqual([key, one]);
      }),
    );
    expect(said).toBeGreaterThan(10);
  });

  it.each(["", "-x", "mail", "--", "--Mail", "--=1"])("are not %j", (argument) => {
    expect(readCommandOption(argument)).toBeUndefined();
  });
});
