/** Change: a look of its own, so that nobody takes it for the broker or for the real provider. Contrast is tested. */
export const templateStyleSheet = `
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0; background: #fff; color: #111; font: 1.125rem/1.5 sans-serif }
aside { padding: .5rem 1rem; background: #ffd84d; color: #1d1600; font-weight: bold; text-align: center }
main { max-width: 34rem; margin: 2rem auto; padding: 1.5rem; border: 2px dashed #444 }
label { display: block; font-weight: bold }
small { display: block }
input, select, button { display: block; width: 100%; min-height: 3rem; margin: .5rem 0; font: inherit }
:focus-visible { outline: 3px solid #b35a00; outline-offset: 3px }
`
