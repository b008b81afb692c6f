/** Square and blue-grey: nobody shall take it for the broker, nor for a real hospital. */
export const hospitalEntraStyleSheet = `
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0; background: #e6e7ee; color: #191a33; font: 1.0625rem/1.5 "Segoe UI", Tahoma, sans-serif }
aside { padding: .5rem 1rem; background: #ffd84d; color: #1d1600; font-weight: bold; text-align: center }
header { padding: 1rem; background: #2d2f6b; color: #fff; font-size: 1.25rem }
main { max-width: 30rem; margin: 0 auto 3rem; padding: 1.5rem; background: #fff }
h1 { margin: 0 0 1rem; font-size: 1.4rem; overflow-wrap: anywhere }
label { display: block; font-weight: bold }
small { display: block; color: #45476a }
input, select { width: 100%; min-height: 2.75rem; padding: .5rem; border: 2px solid #565884; background: #fff; color: inherit; font: inherit }
button { display: block; width: 100%; min-height: 2.75rem; margin: .5rem 0; border: 2px solid #2d2f6b; font: inherit; cursor: pointer }
button.main { background: #2d2f6b; color: #fff }
button.tile { background: #f0f0f8; color: #191a33 }
button.quiet { background: #fff; color: #2d2f6b }
:focus-visible { outline: 3px solid #c2410c; outline-offset: 3px }
[role=alert] { padding: .75rem; background: #fdeaea }
.words { font-size: 1.75rem; text-align: center }
details { margin-top: 1.5rem }
summary { min-height: 1.75rem; cursor: pointer }
`
