import { parseArgs } from 'node:util'
import { expect, it, vi } from 'vitest'
import { wordsOf } from './words-of.ts'

it('says an unknown option in one line instead of a trace', () => {
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true)

  const values = wordsOf(() => parseArgs({ args: ['--sedes', '3'], options: { seeds: { type: 'string' } } }).values)

  expect(values).toBeUndefined()
  expect(told).toHaveBeenCalledExactlyOnceWith("Unknown option '--sedes'\n")
  told.mockRestore()
})
