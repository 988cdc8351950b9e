/** Runs `task` every so often, never twice at once; a failure is told and the next turn comes all the same. */
export function repeat(everyMs: number, task: () => Promise<unknown>, onFailure: (error: unknown) => void): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const plan = (): void => {
    if (stopped) return
    timer = setTimeout(() => {
      running = task()
        .then(() => undefined, onFailure)
        .finally(plan)
    }, everyMs)
    timer.unref()
  }
  plan()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
