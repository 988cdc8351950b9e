/** What Electron hands to listeners that may say no. */
export class CancelEvent {
  defaultPrevented = false

  preventDefault(): void {
    this.defaultPrevented = true
  }
}
