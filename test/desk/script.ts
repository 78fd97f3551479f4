/** A runner script: `script.ts DATABASE BEHAVIOUR ITEMS`, further arguments are the script's own. */
import { setTimeout as sleep } from "node:timers/promises";
import { configOf } from "../../src/config/config.js";
import { openDesk } from "../../src/desk/openDesk.js";
import { runScript } from "../../src/desk/runScript.js";
import { defineProcess } from "../../src/production/process.js";
import { series } from "../../src/series/construct.js";
import { nodeHost } from "../../src/storage/nodeHost.js";
import { openSqlite } from "../../src/storage/sqlite/engine.js";

const [file = "", behaviour = "", items = "3", ...args] = process.argv.slice(2);

const updateThings = defineProcess({
  name: "updateThings",
  title: "Things",
  reads: ["fxPrices"],
  writes: ["fxPrices"],
  async run({ desk, each, commit }) {
    if (behaviour === "throw") throw new Error("nothing can be done");
    const names = Array.from(
      { length: Number(items) },
      (_, place) => `${"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place]}BCUSD`,
    );
    return {
      items: await each(names, async (name) => {
        process.stderr.write(`at ${name}\n`);
        if (behaviour === "slow") await sleep(150);
        if (behaviour === "fail") throw new Error("no");
        await commit((batch) => desk.data.fxPrices.write(name, series(["2024-01-02 23:00"], [1]), batch));
        const spike = behaviour === "spike";
        return { name, status: "written", severity: spike ? "attention" : "ok", message: "1 row" };
      }),
    };
  },
});

const open = async () => openDesk({ storage: await openSqlite(file), config: configOf({ timezone: "UTC" }) });
await nodeHost.self();
await runScript(open, updateThings, { args });
