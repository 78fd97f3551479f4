/** One behaviour that every implementation of a port must show; `run` throws where it does not. */
export interface ConformanceCase<Subject> {
  readonly name: string;
  run(make: () => Promise<Subject>): Promise<void>;
}

/** Cases that an implementation cannot pass, and why. */
export interface ConformanceSkip {
  readonly reason: string;
  readonly cases: readonly string[];
}
