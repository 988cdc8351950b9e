import { readonly, shallowRef } from 'vue'

const turn = shallowRef(0)

/** Rises each time somebody may watch again what a lock had taken away; topics refused for want of a session begin anew. */
export const sessionTurn = readonly(turn)

export function turnSession(): void {
  turn.value += 1
}
