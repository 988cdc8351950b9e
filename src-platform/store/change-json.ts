/** A version of an entity as it is sent: the row goes from the store to the wire as text, unparsed. */
export interface ChangeText {
  readonly seq: number | null
  readonly kind: string
  readonly id: string
  readonly ver: number
  /** JSON, null for a tombstone. */
  readonly row: string | null
}

/** One member of `changes` (platform-api/changes.ts). */
export function changeJson({ seq, kind, id, ver, row }: ChangeText): string {
  const op = row === null ? 'delete' : 'put'
  return `{"seq":${seq},"kind":${JSON.stringify(kind)},"id":${JSON.stringify(id)},"ver":${ver},"op":"${op}","row":${row ?? 'null'}}`
}
