import { describe, expect, it } from 'vitest'
import { z } from '#shared/kernel/zod.ts'
import { shapeFaults } from './shape-fault.ts'

const Code = z.union([
  z.string().regex(/^\{/),
  z.strictObject({ prefix: z.string().max(3), from: z.enum(['id', 'line']) }),
])
const Profile = z.object({ rules: z.object({ code: Code, width: z.union([z.literal('all'), z.number()]) }) })

function faultsIn(rules: unknown): string[] {
  const parsed = Profile.safeParse({ rules })
  return parsed.success ? [] : shapeFaults(parsed.error.issues)
}

describe('a profile with a member that may have several shapes', () => {
  it('is told which member it is, and each of the shapes', () => {
    const faults = faultsIn({ code: 7, width: true })

    expect(faults).toHaveLength(2)
    expect(faults[0]).toMatch(/^rules\.code: one of: expected string.* \| expected object/)
    expect(faults[1]).toMatch(/^rules\.width: one of: expected "all" \| expected number/)
  })

  it('is told what is wrong further in where one shape fits', () => {
    const faults = faultsIn({ code: { prefix: 'long', from: 'name' }, width: 3 })

    expect(faults).toHaveLength(2)
    expect(faults[0]).toMatch(/^rules\.code\.prefix: .*3/)
    expect(faults[1]).toMatch(/^rules\.code\.from: .*"id"\|"line"/)
  })

  it('is told the members of each shape where it has none of them', () => {
    const Given = z.object({ code: z.union([z.strictObject({ given: z.string() }), z.strictObject({ district: z.string() })]) })
    const parsed = Given.safeParse({ code: {} })

    expect(shapeFaults(parsed.error?.issues ?? []).join()).toMatch(/^code: one of: given: .*expected string.* \| district: .*expected string/)
  })

  it('never says only that the input is invalid', () => {
    for (const wrong of [null, [], '', { other: 1 }, 10n, undefined])
      for (const fault of faultsIn({ code: wrong, width: wrong })) expect(fault).toMatch(/^rules\.(code|width)[^:]*: .*(expected|must|Unrecognized)/i)
  })
})
