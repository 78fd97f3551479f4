import { DAY, dayOf } from "../time/civil.js";
import type { ContractKey } from "./contractKey.js";

/** What is known of one contract. */
export interface Contract extends ContractKey {
  /** Midnight of the last day of trading, epoch milliseconds of wall time: the broker's, or approximate until it says. */
  readonly expiry: number;
  /** True while its prices are collected. */
  readonly sampling: boolean;
}

/** Whole days from the day of `now` to the day of expiry: 0 on the last day of trading, below zero after it. */
export function daysToExpiry(expiry: number, now: number): number {
  return dayOf(expiry) - dayOf(now);
}

/** True from the day after expiry. */
export function isExpired(contract: Contract, now: number): boolean {
  return daysToExpiry(contract.expiry, now) < 0;
}

/** Midnight of the day of a time. */
export function midnight(time: number): number {
  return dayOf(time) * DAY;
}
