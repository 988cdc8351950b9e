import type { MessageBoxOptions } from 'electron'
import { expect, it } from 'vitest'
import { tellRest } from './tell.ts'

const resting = { state: 'resting', generation: 5, refusal: { code: 'host-failing', detail: 'exit 1' } } as const

it('says in a box, which nobody is waited for at, why the host rests, and closes it', () => {
  const boxes: MessageBoxOptions[] = []
  const dialog = {
    showMessageBox: (box: MessageBoxOptions) => {
      boxes.push(box)
      return new Promise<never>(() => undefined)
    },
  }

  const failed = (error: unknown): never => expect.unreachable(String(error))
  const close = tellRest(dialog as never, { hall: { headless: false } as never }, resting, failed)
  const [box] = boxes

  expect(box?.message).toContain('本机服务反复退出 (exit 1)')
  expect(box?.message).toContain('一分钟后自动再试')
  close()
  expect(box?.signal?.aborted).toBe(true)
})
