import "../../support/fastCheck.js";
import { spawn } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { startOfLastLines } from "../../../src/production/housekeeping/lastLines.js";
import { truncateEchoFiles } from "../../../src/production/truncateEchoFiles.js";
import { assertRejects } from "../../../src/testing/storeCase.js";
import { type TestDesk, testDesk } from "../../../src/testing/testDesk.js";
import { scratchFolders } from "../../storage/composition/scratch.js";

const newFolder = scratchFolders();
const onLinux = process.platform === "linux";

/** A desk whose echo files lie in a new folder; files that nobody has open count as left alone long ago. */
async function withEchos(
  files: Readonly<Record<string, string>> = {},
): Promise<{ desk: TestDesk; folder: string }> {
  const folder = newFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text);
  return { folder, desk: await testDesk({ now: "2044-03-28 23:30", config: { echo_directory: folder } }) };
}

const numbered = (from: number, to: number, end = "\n"): string =>
  Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}${end}`).join("");

describe("echo files", () => {
  test("are cut to their last 20,000 lines, others left alone [row 21] [row 22]", async () => {
    const { desk, folder } = await withEchos({
      "prices.txt": numbered(1, 25_000),
      "short.txt": numbered(1, 20_000),
      "prices.log": numbered(1, 25_000),
      ".hidden.txt": numbered(1, 25_000),
      "empty.txt": "",
    });
    const outcome = await truncateEchoFiles(desk);
    expect(outcome.items.map(({ name, status }) => [name, status])).toEqual([
      ["empty.txt", "unchanged"],
      ["prices.txt", "truncated"],
      ["short.txt", "unchanged"],
    ]);
    expect(readFileSync(`${folder}/prices.txt`, "utf8")).toBe(numbered(5001, 25_000));
    expect(readFileSync(`${folder}/short.txt`, "utf8")).toBe(numbered(1, 20_000));
    for (const name of ["prices.log", ".hidden.txt"])
      expect(readFileSync(`${folder}/${name}`, "utf8")).toBe(numbered(1, 25_000));
    expect(readdirSync(folder).sort()).toEqual([
      ".hidden.txt",
      "empty.txt",
      "prices.log",
      "prices.txt",
      "short.txt",
    ]);
    expect((await truncateEchoFiles(desk)).status).toBe("unchanged");
  });

  test("keep their bytes: line ends of Windows, no last line end, what is no text, and their permissions", async () => {
    const { desk, folder } = await withEchos({
      "crlf.txt": numbered(1, 5, "\r\n"),
      "open.txt": `${numbered(1, 4)}line 5`,
      "blank.txt": "\n\n\n\n\n",
    });
    const bytes = Buffer.from([1, 10, 255, 0, 10, 0xc3, 10, 13, 7]);
    writeFileSync(`${folder}/bytes.txt`, bytes, { mode: 0o640 });
    await truncateEchoFiles(desk, { lines: 2 });
    expect(readFileSync(`${folder}/crlf.txt`, "utf8")).toBe("line 4\r\nline 5\r\n");
    expect(readFileSync(`${folder}/open.txt`, "utf8")).toBe("line 4\nline 5");
    expect(readFileSync(`${folder}/blank.txt`, "utf8")).toBe("\n\n");
    expect([...readFileSync(`${folder}/bytes.txt`)]).toEqual([0xc3, 10, 13, 7]);
    expect(statSync(`${folder}/bytes.txt`).mode & 0o777).toBe(0o640);
  });

  test.runIf(onLinux)("that a program has open are left, until it has ended", async () => {
    const { desk, folder } = await withEchos({ "busy.txt": numbered(1, 10) });
    const writer = openSync(`${folder}/busy.txt`, "a");
    const outcome = await truncateEchoFiles(desk, { lines: 3 });
    expect(outcome.items[0]).toMatchObject({ status: "in use", severity: "ok" });
    writeSync(writer, "line 11\n");
    closeSync(writer);
    const reader = openSync(`${folder}/busy.txt`, "r");
    await truncateEchoFiles(desk, { lines: 3 });
    closeSync(reader);
    expect(readFileSync(`${folder}/busy.txt`, "utf8")).toBe(numbered(9, 11));
  });

  test("lose nothing that a program writes which had them open while they were cut", async () => {
    const { desk, folder } = await withEchos({ "echo.txt": numbered(1, 3) });
    // What a run leaves that cut 10 lines to 3 while a program had the old file open.
    writeFileSync(`${folder}/.echo.txt.cut-20`, `${"x".repeat(20)}late\n`);
    appendFileSync(`${folder}/echo.txt`, "line 4\n");
    const late = onLinux ? openSync(`${folder}/.echo.txt.cut-20`, "a") : undefined;
    await truncateEchoFiles(desk);
    if (late !== undefined) {
      expect(readFileSync(`${folder}/echo.txt`, "utf8")).toBe(numbered(1, 4));
      writeSync(late, "later\n");
      closeSync(late);
      await truncateEchoFiles(desk);
    }
    expect(readFileSync(`${folder}/echo.txt`, "utf8")).toBe(
      `${numbered(1, 4)}late\n${late === undefined ? "" : "later\n"}`,
    );
    expect(readdirSync(folder)).toEqual(["echo.txt"]);
  });

  test("are as if nothing had happened after a run that was killed before the new file had its name", async () => {
    const { desk, folder } = await withEchos({ "echo.txt": numbered(1, 10), ".echo.txt.part": "half" });
    linkSync(`${folder}/echo.txt`, `${folder}/.echo.txt.cut-71`);
    appendFileSync(`${folder}/echo.txt`, "line 11\n");
    await truncateEchoFiles(desk, { lines: 3 });
    expect(readFileSync(`${folder}/echo.txt`, "utf8")).toBe(numbered(9, 11));
    expect(readdirSync(folder)).toEqual(["echo.txt"]);
  });

  test.runIf(onLinux)(
    "lose no line of programs that come and go while they are cut again and again",
    async () => {
      const { desk, folder } = await withEchos();
      const script = 'for i in $(seq 1 200); do echo "$1 $i" >> "$0"; sleep 0.004; done';
      const writers = ["a", "b"].map(
        (name) =>
          new Promise((resolve) => {
            spawn("sh", ["-c", script, `${folder}/echo.txt`, name]).on("close", resolve);
          }),
      );
      let running = true;
      const ended = Promise.all(writers).then(() => {
        running = false;
      });
      // A line is seen before it can be so old that it is cut off.
      const seen = new Set<string>();
      const look = (): void => {
        try {
          for (const line of readFileSync(`${folder}/echo.txt`, "utf8").split("\n"))
            if (line !== "") seen.add(line);
        } catch {
          // Not there yet.
        }
      };
      while (running) {
        look();
        await truncateEchoFiles(desk, { lines: 250 });
      }
      await ended;
      look();
      expect(seen.size).toBe(400);
      await truncateEchoFiles(desk, { lines: 250 });
      expect(readFileSync(`${folder}/echo.txt`, "utf8").split("\n")).toHaveLength(251);
    },
  );

  test("are only looked at on a dry run; a folder that is not there has none", async () => {
    const { desk, folder } = await withEchos({ "echo.txt": numbered(1, 10) });
    const outcome = await truncateEchoFiles(desk, { lines: 3, dryRun: true });
    expect(outcome.items[0]!.message).toMatch(/would be cut from 71 to 22 bytes/);
    expect(readFileSync(`${folder}/echo.txt`, "utf8")).toBe(numbered(1, 10));
    expect((await truncateEchoFiles(desk, { folder: `${folder}/none` })).items).toEqual([]);
    await assertRejects(truncateEchoFiles(desk, { lines: 0 }), "SERIES_PARAMETER");
  });
});

describe("archived echo files", () => {
  test("are put aside once a day and deleted after so many days", async () => {
    const { desk, folder } = await withEchos({
      "echo.txt": "today\n",
      "echo_20440227.arch": "30 days",
      "echo_20440226.arch": "31 days",
      "mine.arch": "not ours",
    });
    const outcome = await truncateEchoFiles(desk, { archiveDays: 30 });
    expect(outcome.items.map(({ name, status }) => [name, status])).toEqual([
      ["echo.txt", "archived"],
      ["echo_20440226.arch", "deleted"],
    ]);
    expect(readdirSync(folder).sort()).toEqual(["echo_20440227.arch", "echo_20440328.arch", "mine.arch"]);
    writeFileSync(`${folder}/echo.txt`, "again\n");
    expect((await truncateEchoFiles(desk, { archiveDays: 30 })).items[0]).toMatchObject({
      status: "unchanged",
    });
    expect(readFileSync(`${folder}/echo_20440328.arch`, "utf8")).toBe("today\n");
    desk.clock.advance(86_400_000);
    await truncateEchoFiles(desk, { archiveDays: 30 });
    expect(readFileSync(`${folder}/echo_20440329.arch`, "utf8")).toBe("again\n");
  });
});

test("the last lines of any bytes begin where they begin by counting", async () => {
  const someBytes = fc
    .array(fc.constantFrom(10, 10, 13, 65), { maxLength: 40 })
    .map((bytes) => Uint8Array.from(bytes));
  await fc.assert(
    fc.asyncProperty(someBytes, fc.integer({ min: 1, max: 12 }), async (bytes, lines) => {
      const read = async (buffer: Uint8Array, position: number): Promise<number> => {
        buffer.set(bytes.subarray(position, position + buffer.length));
        return buffer.length;
      };
      const text = Buffer.from(bytes).toString("latin1");
      const all = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
      const kept = all.slice(-lines).join("").length;
      expect(await startOfLastLines(read, bytes.length, lines)).toBe(bytes.length - kept);
    }),
  );
});
