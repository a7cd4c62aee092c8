// The keyboard's way in: when the page gets the focus as a whole, its main element takes it, so that arrows work at once.

export function claimFocus(element: HTMLElement): void {
  const claim = () => {
    const active = document.activeElement;
    if (document.hasFocus() && (active === null || active === document.body)) element.focus();
  };
  window.addEventListener('focus', claim);
  // The element may be hidden still when the page is focused: once it is shown it takes what nobody else has.
  new ResizeObserver(claim).observe(element);
  claim();
}
