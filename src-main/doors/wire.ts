/** A two-way stream of binary frames to one window; a WebSocket or a message port looks the same from here. */
export interface Wire {
  send(bytes: Uint8Array): void
  /** Bytes handed over but not yet taken by the other side; 0 where the medium does not say. */
  bufferedBytes(): number
  onFrame(listener: (bytes: Uint8Array) => void): void
  onClose(listener: () => void): void
  close(): void
}
