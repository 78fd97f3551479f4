import { refuse } from "./marketRefusal.js";

/** When an instrument trades on each day that it trades: whole hours of wall time, on one day. */
export interface MarketSession {
  /** The hour in which trading starts, from 0. */
  readonly open: number;
  /** The hour at which it ends, up to 22, so that it is over before the daily bar's 23:00. */
  readonly close: number;
}

/** Sessions of regions, as a wall clock in London may show them; other regions trade most of the day. */
const SESSIONS: Readonly<Record<string, MarketSession>> = {
  ASIA: { open: 1, close: 8 },
  EMEA: { open: 8, close: 17 },
  US: { open: 14, close: 21 },
};
const ELSEWHERE: MarketSession = { open: 8, close: 21 };

/** The session given, or the usual one of the region. @throws ContangoError `MARKET_PARAMETER`. */
export function marketSession(
  code: string,
  region: string,
  session: MarketSession = SESSIONS[region] ?? ELSEWHERE,
): MarketSession {
  const { open, close } = session;
  if (Number.isInteger(open) && Number.isInteger(close) && open >= 0 && open < close && close <= 22) {
    return { open, close };
  }
  throw refuse(
    `${code}: the session was from ${open} to ${close}; give whole hours, the first from 0 and the last up to 22`,
    code,
  );
}
