/**
 * Loads the page anew after each build. Only one of the open phones listens to the server and tells
 * the others: a browser keeps no more than six connections to one address, and phones are many.
 */
export function reloadAfterBuilds(): void {
  const channel = new BroadcastChannel('simulator-rebuilt');
  channel.onmessage = () => location.reload();
  void navigator.locks.request('simulator-rebuilt', listenForever);

  function listenForever(): Promise<never> {
    new EventSource('rebuilt').onmessage = () => {
      channel.postMessage('rebuilt');
      location.reload();
    };
    return new Promise(() => {});
  }
}
