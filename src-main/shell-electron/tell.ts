import type { Dialog } from 'electron'
import type { Refusal } from '#shared/kernel/result.ts'
import { sayRefusal } from '../shell-common/index.ts'
import type { HallOptions } from '../shell-common/index.ts'

/** With --headless and --selftest, standard output belongs to programs: one JSON line each. */
export function writeLine(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** Started from a desktop there is no terminal to read: the words go into a box. Programs get a line. */
export function tellRefusal(
  dialog: Pick<Dialog, 'showErrorBox'>,
  { hall, selfTest }: { readonly hall: HallOptions; readonly selfTest: boolean },
  refusal: Refusal,
): void {
  const { code, detail } = refusal
  if (hall.headless || selfTest) {
    writeLine({ type: 'hall-refused', code, detail: detail ?? null })
    return
  }
  sayRefusal((zh, en) => {
    dialog.showErrorBox('万米值守席', `${zh}\n${en}`)
  }, refusal)
}
