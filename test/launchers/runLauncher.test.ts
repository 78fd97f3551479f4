import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { configOf } from "../../src/config/config.js";
import type { Launcher } from "../../src/launchers/launcher.js";
import { launcherOutcome } from "../../src/launchers/outcome.js";
import { launcherRegistry } from "../../src/launchers/registry.js";
import { runClassicSystem } from "../../src/launchers/runClassicSystem.js";
import { runDynamicSystem } from "../../src/launchers/runDynamicSystem.js";
import { runLauncher } from "../../src/launchers/runLauncher.js";
import { marketDesk } from "./marketDesk.js";

const seen: unknown[][] = [];
const mine: Launcher = async (strategy, desk, args) => {
  seen.push([strategy, args]);
  return launcherOutcome({ strategy, time: desk.now() });
};

describe("a registry of launchers", () => {
  const registry = launcherRegistry({ mine });

  it("has the built-in ones, also by the names of pysystemtrade, and one's own", () => {
    expect(registry.names).toEqual(["mine", "runClassicSystem", "runDynamicSystem"]);
    expect(registry.get("mine")).toBe(mine);
    const module = "sysproduction.strategy_code.run_system_classic";
    for (const name of ["runClassicSystem", `${module}.run_system_classic`, `${module}.runSystemClassic`])
      expect(registry.get(name)).toBe(runClassicSystem);
    const dynamic = "sysproduction.strategy_code.run_dynamic_optimised_system.runSystemCarryTrendDynamic";
    for (const name of ["runDynamicSystem", dynamic]) expect(registry.get(name)).toBe(runDynamicSystem);
    expect(inspect(registry)).toBe("launchers: mine, runClassicSystem, runDynamicSystem");
  });

  it("lets one's own take the place of a built-in one", () => {
    expect(launcherRegistry({ runClassicSystem: mine }).get("runClassicSystem")).toBe(mine);
  });

  it.each(["toString", "constructor", "runClasicSystem"])("says what there is for the name %s", (name) => {
    expect(() => registry.get(name)).toThrow(expect.objectContaining({ code: "LAUNCHER_MISSING" }));
    expect(() => registry.get(name)).toThrow(
      `there are mine, runClassicSystem, runDynamicSystem. Register your own: launcherRegistry({ "${name}": yourFunction })`,
    );
  });

  it("suggests the nearest name, and refuses what is no function", () => {
    expect(() => registry.get("runClasicSystem")).toThrow('(did you mean "runClassicSystem"?)');
    expect(() => launcherRegistry({ mine: "mine" as unknown as Launcher })).toThrow(
      expect.objectContaining({ code: "LAUNCHER_ARGUMENT" }),
    );
  });
});

describe("a launcher from configuration", () => {
  const strategies = {
    trend: { overnight_launcher: { function: "mine", file: "x.yaml", nested: { deep: [1, 2] } } },
    bare: {},
    unnamed: { overnight_launcher: { file: "x.yaml" } },
    wrong: { overnight_launcher: { function: "nosuch" } },
  };
  const desk = async () => ({ ...(await marketDesk()), config: configOf({ strategy_list: strategies }) });
  const registry = launcherRegistry({ mine });

  it("runs with the other keys of its block as arguments", async () => {
    seen.length = 0;
    const outcome = await runLauncher("trend", await desk(), registry);
    expect(outcome.strategy).toBe("trend");
    expect(seen).toEqual([["trend", { file: "x.yaml", nested: { deep: [1, 2] } }]]);
  });

  it.each([
    [
      "trendy",
      "CONFIG_VALUE",
      'strategy_list.trendy is not set (did you mean "trend"?); strategies are trend, bare',
    ],
    ["constructor", "CONFIG_VALUE", "strategy_list.constructor is not set"],
    [
      "bare",
      "CONFIG_VALUE",
      "strategy_list.bare.overnight_launcher.function is not set; name the launcher of the strategy, one of mine,",
    ],
    ["unnamed", "CONFIG_VALUE", "strategy_list.unnamed.overnight_launcher.function is not set"],
    ["wrong", "LAUNCHER_MISSING", 'there is no launcher "nosuch"'],
  ])("is refused for the strategy %s", async (strategy, code, message) => {
    await expect(runLauncher(strategy, await desk(), registry)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it("is refused where the launcher returns no outcome", async () => {
    const forgetful = (async () => undefined) as unknown as Launcher;
    await expect(
      runLauncher("trend", await desk(), launcherRegistry({ mine: forgetful })),
    ).rejects.toMatchObject({
      code: "LAUNCHER_OUTCOME",
      message: expect.stringContaining('launcher "mine" of strategy "trend" returned no outcome'),
    });
  });

  it("says that there are no strategies where there are none", async () => {
    await expect(runLauncher("trend", await marketDesk())).rejects.toThrow("strategies are none");
  });
});
