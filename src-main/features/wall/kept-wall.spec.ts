import { expect, it } from 'vitest'
import type { Hall } from '../hall/index.ts'
import { KeptWall } from './kept-wall.ts'

it('takes back what a person changed and the ledger refused, and keeps what a plan brought meanwhile', async () => {
  const writes: PromiseWithResolvers<void>[] = []
  const ledger = {
    getMeta: () => Promise.resolve(null),
    setMeta: () => {
      const write = Promise.withResolvers<void>()
      writes.push(write)
      return write.promise
    },
  } as unknown as Hall['db']['ledger']
  const kept = await KeptWall.open(ledger)
  const { current, isVisitor } = kept.now

  const changed = kept.change({ isVisitor: !isVisitor })
  const followed = kept.follow({ current: `${current}-next` }, () => undefined)
  for (let n = 0; n < writes.length; n += 1) {
    writes[n]!.reject(new Error('disk full'))
    await Promise.resolve()
  }

  await expect(changed).rejects.toThrow('disk full')
  await followed
  expect(kept.now).toMatchObject({ current: `${current}-next`, isVisitor })
})
