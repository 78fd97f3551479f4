/** How often a process that is at work shows that it is alive, in milliseconds. */
export const SIGN_OF_LIFE = 30_000;

/**
 * Shows that a run is alive as long as it is at work on one thing, so that no other machine takes its work over. That it was
 * taken over all the same shows in its next commit.
 *
 * @returns ends it.
 */
export function showSignsOfLife(show: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    last = last.then(show).catch(() => undefined);
  }, SIGN_OF_LIFE);
  timer.unref();
  return () => {
    clearInterval(timer);
    return last;
  };
}
