/** The simulation speaks to a terminal: its lines are what it is run for. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
