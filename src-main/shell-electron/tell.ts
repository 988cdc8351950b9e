import type { Dialog } from 'electron'
import type { Refusal } from '#shared/kernel/result.ts'
import { sayHost, sayRefusal } from '../shell-common/index.ts'
import type { HallOptions, HostState } from '../shell-common/index.ts'

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

/** The same words as at the terminal, in a box that holds nothing up: nobody may be there. The returned function closes it. */
export function tellRest(
  dialog: Pick<Dialog, 'showMessageBox'>,
  { hall }: { readonly hall: HallOptions },
  state: HostState,
  failed: (error: unknown) => void,
): () => void {
  if (hall.headless) {
    if (state.state === 'resting') writeLine({ type: 'hall-resting', code: state.refusal.code, detail: state.refusal.detail ?? null })
    return () => undefined
  }
  const words: string[] = []
  sayHost((zh, en) => words.push(zh, en), state)
  const box = new AbortController()
  const { signal } = box
  dialog.showMessageBox({ type: 'warning', title: '万米值守席', message: words.join('\n'), signal }).catch(failed)
  return () => {
    box.abort()
  }
}
