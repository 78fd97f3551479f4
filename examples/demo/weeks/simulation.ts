import { type Desk, fileBacktestStates } from "contango";
import {
  type FixedClock,
  fixedClock,
  type Outbox,
  outbox,
  type SimulatedBroker,
  simulatedBroker,
} from "contango/testing";
import { BASE_CURRENCY, CAPITAL } from "../context.js";
import { openDemoDesk } from "../demoDesk.js";
import { PLACES } from "../places.js";
import { strategySettings } from "../strategies.js";
import { runBreakout } from "./breakout.js";
import { type Diary, diary } from "./diary.js";
import type { Story } from "./story.js";

/** A desk whose broker, clock and mails are made up. */
export interface Simulation extends AsyncDisposable {
  readonly desk: Desk;
  readonly broker: SimulatedBroker;
  readonly clock: FixedClock;
  readonly outbox: Outbox;
  readonly story: Story;
  readonly diary: Diary;
}

/** Opens the desk of the simulated weeks, over the store that the real prices are in. */
export async function openSimulation(story: Story): Promise<Simulation> {
  const { instruments, others, market, faults } = story;
  const clock = fixedClock(story.days[0]!);
  const broker = simulatedBroker({ market, clock, faults, cash: { [BASE_CURRENCY]: CAPITAL } });
  const mails = outbox();
  const desk = await openDemoDesk(
    { ...strategySettings(instruments, PLACES.weeksConfig), stale_instruments: others },
    {
      broker,
      clock,
      mailer: mails,
      launchers: { runBreakout },
      states: fileBacktestStates(PLACES.nightly),
    },
  );
  return {
    desk,
    broker,
    clock,
    outbox: mails,
    story,
    diary: diary(desk.now),
    [Symbol.asyncDispose]: desk.close,
  };
}
