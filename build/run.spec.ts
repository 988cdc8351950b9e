import { describe, expect, it } from 'vitest'
import { callersFolder } from './run.ts'

describe('a path on the command line of a script', () => {
  it('is meant from where the person stands, not from the project’s folder, into which npm goes', () => {
    expect(callersFolder({ INIT_CWD: '/home/li' })).toBe('/home/li')
    expect(callersFolder({})).toBe(process.cwd())
  })
})
