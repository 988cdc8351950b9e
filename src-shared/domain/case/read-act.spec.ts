import { describe, expect, it } from 'vitest'
import { readAct } from '#shared/domain/case/read-act.ts'
import { CaseStory, usualBody } from '#tests/builders/case-story.ts'

const story = new CaseStory()
const envelope = story.act(usualBody('report'))
const reportWith = (args: object): unknown => ({
  ...envelope,
  body: { action: 'report', args: { ...usualBody('report').args, ...args } },
})
const placeWith = (place: object): unknown => {
  const body = usualBody('report')
  return reportWith({ place: { ...('place' in body.args ? body.args.place : {}), ...place } })
}

describe('reading an act', () => {
  it('takes what fits the schemas and drops what nobody asked for', () => {
    const read = readAct({ ...envelope, smuggled: true, body: { action: 'accept', args: { words: ' 好 ', state: 'closed' } } })

    expect(read).toEqual({ ok: true, value: { ...envelope, body: { action: 'accept', args: { words: '好' } } } })
  })

  it.each([
    ['no act at all', null, 'field-required', ''],
    ['an act without a case', { ...envelope, caseId: undefined }, 'field-required', 'caseId'],
    ['a time before 1970', { ...envelope, at: -1 }, 'bad-time', 'at'],
    ['a time after 9999', { ...envelope, at: 253_402_300_800_000 }, 'bad-time', 'at'],
    ['half a millisecond', { ...envelope, at: 0.5 }, 'bad-time', 'at'],
    ['an unknown post', { ...envelope, post: 'king' }, 'bad-request', 'post'],
    [
      'an action named like a member of every object',
      { ...envelope, body: { action: 'constructor', args: {} } },
      'bad-request',
      'action',
    ],
    ['no arguments', { ...envelope, body: { action: 'dispatch' } }, 'field-required', ''],
    ['no department', { ...envelope, body: { action: 'dispatch', args: { words: '' } } }, 'field-required', 'department'],
    ['a reason of white space', { ...envelope, body: { action: 'void', args: { reason: ' \n' } } }, 'reason-required', 'reason'],
    ['a reason of another type', { ...envelope, body: { action: 'void', args: { reason: 7 } } }, 'bad-request', 'reason'],
    ['a reason too long', { ...envelope, body: { action: 'void', args: { reason: '长'.repeat(2001) } } }, 'too-large', 'reason'],
    ['NUL in the words', { ...envelope, body: { action: 'accept', args: { words: 'a\0b' } } }, 'bad-request', 'words'],
    ['half a surrogate pair', { ...envelope, body: { action: 'accept', args: { words: '\ud83d' } } }, 'bad-request', 'words'],
    ['an empty description', reportWith({ description: '' }), 'field-required', 'description'],
    ['a telephone number that is not sealed', reportWith({ reporterPhone: '13800000000' }), 'bad-request', 'reporterPhone'],
    ['a place off the globe', placeWith({ lng: 181 }), 'bad-coordinate', 'place.lng'],
    ['found on no day', reportWith({ foundAt: Number.NaN }), 'bad-time', 'foundAt'],
  ])('refuses %s and names the field', (_, raw, code, detail) => {
    expect(readAct(raw)).toEqual({ ok: false, error: { code, detail } })
  })
})
