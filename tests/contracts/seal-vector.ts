/**
 * One sealed value written out in full, so that platform and host prove the same format (ADR 008):
 * `s1.<key id>.<base64url(iv 12 | ciphertext | tag 16)>`, AES-256-GCM, additional data = `kind:id:field` in UTF-8.
 */
export const sealVector = {
  keyId: 'k1',
  /** base64url of the bytes 0, 1, 2 … 31. */
  key: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
  /** base64url of the bytes 100, 101 … 111. */
  iv: 'ZGVmZ2hpamtsbW5v',
  place: { kind: 'person', id: '1001', field: 'verifier' },
  text: '王丽 138-0000-0000',
  sealed: 's1.k1.ZGVmZ2hpamtsbW5vr5VVgsFUdq8NWnLY6lVa0HLyNjpBlYxg9v4UBjTCyl23PGDn',
} as const
