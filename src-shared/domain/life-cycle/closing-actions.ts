// 核查、结案 and what may follow: 返工, 超期申诉, 回访 (domain-facts 4).
import type { ActionSpec } from './action-spec.ts'

export const closingActions = {
  // From `checked` the leader doubts the answer and has it looked at once more.
  'send-check': {
    moves: [
      {
        from: ['answered'],
        posts: ['acceptor', 'shift-leader'],
        to: 'checking',
        clocks: { ends: ['send-check'], starts: 'check' },
      },
      { from: ['checking'], posts: ['acceptor', 'shift-leader'], to: 'same', clocks: { ends: ['check'], starts: 'check' } },
      { from: ['checked'], posts: ['shift-leader'], to: 'checking', clocks: { ends: ['close'], starts: 'check' } },
    ],
    words: { field: 'words', required: false },
    needs: ['inspector'],
    guards: [],
    asks: 'inspector',
    raisesVersion: true,
  },
  'answer-check': {
    moves: [{ from: ['checking'], posts: ['inspector'], to: 'checked', clocks: { ends: ['check'], starts: 'close' } }],
    words: { field: 'words', required: false },
    needs: ['fixed'],
    guards: ['asked-inspector'],
    asks: 'holder',
    raisesVersion: true,
  },
  // Same department, everything filled in is kept, and the whole original limit again.
  'rework': {
    moves: [
      {
        from: ['checked'],
        posts: ['shift-leader', 'acceptor'],
        to: 'handling',
        clocks: { ends: ['close'], starts: 'handle' },
        counts: 'reworks',
      },
    ],
    words: { field: 'reason', required: true },
    needs: [],
    guards: ['check-failed', 'has-department', 'limit-known'],
    asks: 'holder',
    raisesVersion: true,
  },
  // The leader may close although the check failed (强制结案), but must say why.
  'close': {
    moves: [{ from: ['checked'], posts: ['shift-leader'], to: 'closed', clocks: { ends: 'all' } }],
    words: { field: 'words', required: false },
    needs: [],
    guards: ['explained-if-not-fixed'],
    asks: null,
    raisesVersion: true,
  },
  'appeal': {
    moves: [{ from: ['closed'], posts: ['department'], to: 'same' }],
    words: { field: 'reason', required: true },
    needs: [],
    guards: ['never-appealed', 'handled-late'],
    asks: 'acceptor',
    raisesVersion: true,
  },
  'grant-appeal': {
    moves: [{ from: ['closed'], posts: ['acceptor', 'shift-leader'], to: 'same' }],
    words: { field: 'words', required: false },
    needs: [],
    guards: ['appeal-open'],
    asks: null,
    raisesVersion: true,
  },
  'refuse-appeal': {
    moves: [{ from: ['closed'], posts: ['acceptor', 'shift-leader'], to: 'same' }],
    words: { field: 'reason', required: true },
    needs: [],
    guards: ['appeal-open'],
    asks: null,
    raisesVersion: true,
  },
  // Not satisfied: the filed case stands, so it goes back to be dispatched again, to the same or to another department.
  'call-back': {
    moves: [
      { from: ['closed'], posts: ['acceptor', 'shift-leader'], to: 'same', when: 'caller-satisfied' },
      {
        from: ['closed'],
        posts: ['acceptor', 'shift-leader'],
        to: 'filed',
        when: 'caller-not-satisfied',
        clocks: { starts: 'dispatch' },
      },
    ],
    words: { field: 'words', required: false },
    needs: ['satisfied'],
    guards: ['call-back-due'],
    asks: 'holder',
    raisesVersion: true,
  },
} as const satisfies Record<string, ActionSpec>
