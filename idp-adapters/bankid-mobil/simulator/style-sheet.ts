/** Round and dark green: nobody shall take it for the broker, nor for the real BankID. */
export const bankIdMobilStyleSheet = `
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0; background: #12303a; color: #0d2228; font: 1.125rem/1.5 "Trebuchet MS", Verdana, sans-serif }
aside { padding: .5rem 1rem; background: #ffd84d; color: #1d1600; font-weight: bold; text-align: center }
header { padding: 1.5rem 1rem 0; color: #fff; font-size: 1.5rem; text-align: center }
main { max-width: 26rem; margin: 1rem auto 3rem; padding: 1.5rem; background: #fff; border-radius: 1.5rem }
h1 { margin: 0 0 1rem; font-size: 1.4rem; overflow-wrap: anywhere }
label { display: block; font-weight: bold }
small { display: block; color: #37525a }
input, select { width: 100%; min-height: 3rem; padding: .5rem .75rem; border: 2px solid #3f6470; border-radius: .75rem; background: #fff; color: inherit; font: inherit }
button { display: block; width: 100%; min-height: 3rem; margin: .75rem 0; border: 2px solid #0c5a6b; border-radius: 1.5rem; font: inherit; cursor: pointer }
button.main { background: #0c5a6b; color: #fff }
button.tile { background: #e8f4f6; color: #0d2228 }
button.quiet { background: #fff; color: #0c5a6b }
:focus-visible { outline: 3px solid #c2410c; outline-offset: 3px }
[role=alert] { padding: .75rem; border-radius: .75rem; background: #fdeaea }
.words { font-size: 1.75rem; text-align: center }
details { margin-top: 1.5rem }
summary { min-height: 1.75rem; cursor: pointer }
`
