// The part of a test's wallet that is in the browser (EIP-1193, EIP-6963).
{
  const listeners = new Map();
  const provider = {
    async request(asked) {
      const { result, error } = await window.askWalletOfTest(asked);
      if (error !== undefined) throw Object.assign(new Error(error.message), error);
      return result;
    },
    on(event, listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener(event, listener) {
      listeners.get(event)?.delete(listener);
    },
  };
  window.tellWalletEvent = (event, value) => {
    for (const listener of listeners.get(event) ?? []) listener(value);
  };
  const info = {
    uuid: "0",
    name: "Wallet of a test",
    icon: "data:image/svg+xml,<svg/>",
    rdns: "org.example.test",
  };
  const announce = () => {
    window.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
    );
  };
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
}
