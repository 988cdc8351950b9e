// 受理、核实、立案: from the report to the filed case (domain-facts 4; posts as on the sign-in screen).
import type { ActionSpec } from './action-spec.ts'

export const intakeActions = {
  'report': {
    moves: [
      {
        from: 'nothing',
        posts: ['acceptor', 'shift-leader', 'inspector', 'system'],
        to: 'reported',
        clocks: { starts: 'accept' },
      },
    ],
    words: null,
    needs: ['source', 'classCode', 'description', 'place'],
    guards: ['class-known', 'condition-of-class'],
    asks: 'holder',
    raisesVersion: true,
  },
  'accept': {
    moves: [{ from: ['reported'], posts: ['acceptor'], to: 'accepted', clocks: { ends: ['accept'], starts: 'file' } }],
    words: { field: 'words', required: false },
    needs: [],
    guards: [],
    asks: 'holder',
    raisesVersion: true,
  },
  // The desk's own clock stands still while the task is out; a second task (another inspector) gets a fresh limit.
  'send-verify': {
    moves: [
      {
        from: ['reported', 'accepted'],
        posts: ['acceptor', 'shift-leader'],
        to: 'verifying',
        clocks: { pauses: 'verify-out', starts: 'verify' },
      },
      { from: ['verifying'], posts: ['acceptor', 'shift-leader'], to: 'same', clocks: { ends: ['verify'], starts: 'verify' } },
    ],
    words: { field: 'words', required: false },
    needs: ['inspector'],
    guards: [],
    asks: 'inspector',
    raisesVersion: true,
  },
  'answer-verify': {
    moves: [
      { from: ['verifying'], posts: ['inspector'], to: 'where-it-was', clocks: { ends: ['verify'], resumes: 'verify-out' } },
    ],
    words: { field: 'words', required: false },
    needs: ['confirmed'],
    guards: ['asked-inspector'],
    asks: 'holder',
    raisesVersion: true,
  },
  'file': {
    moves: [
      { from: ['accepted'], posts: ['shift-leader', 'acceptor'], to: 'filed', clocks: { ends: ['file'], starts: 'dispatch' } },
    ],
    words: { field: 'words', required: false },
    needs: ['conditionId', 'areaGrade'],
    guards: ['class-known', 'condition-of-class', 'not-denied'],
    asks: 'holder',
    raisesVersion: true,
  },
  'refuse': {
    moves: [{ from: ['reported', 'accepted'], posts: ['shift-leader', 'acceptor'], to: 'refused', clocks: { ends: 'all' } }],
    words: { field: 'reason', required: true },
    needs: [],
    guards: ['not-duplicate-of-itself'],
    asks: null,
    raisesVersion: true,
  },
  // The inspector has put it right on the spot and shows before and after; the seat reviews.
  'close-self-handled': {
    moves: [{ from: ['reported'], posts: ['shift-leader', 'acceptor'], to: 'closed', clocks: { ends: 'all' } }],
    words: { field: 'words', required: false },
    needs: [],
    guards: ['self-handled'],
    asks: null,
    raisesVersion: true,
  },
} as const satisfies Record<string, ActionSpec>
