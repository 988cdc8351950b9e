/** Collects what must be undone; disposing runs the steps once, in reverse, and reports the first failure after all have run. */
export class Disposables implements Disposable {
  #steps: (() => void)[] = []
  #done = false

  add(step: () => void): void {
    if (this.#done) step()
    else this.#steps.push(step)
  }

  [Symbol.dispose](): void {
    if (this.#done) return
    this.#done = true
    const failures: unknown[] = []
    for (const step of this.#steps.reverse()) {
      try {
        step()
      } catch (error) {
        failures.push(error)
      }
    }
    this.#steps = []
    if (failures.length > 0) throw failures[0] instanceof Error ? failures[0] : new Error(String(failures[0]))
  }
}
