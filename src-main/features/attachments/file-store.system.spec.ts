import { describe, it } from 'vitest'
import { changeAnyByte, takeClip } from '#tests/builders/a-file-store.ts'

describe('the sealed copies of a machine', () => {
  it('never hand out what another hand has changed, wherever the byte was', () => changeAnyByte(150))

  it('take a long clip without holding it in memory', () => takeClip(200, 64))
})
