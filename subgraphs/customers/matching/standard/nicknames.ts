/**
 * Names that are used for one another, a line a name with its other forms. A form may stand in several lines:
 * Alex is Alexander as well as Alexandra.
 */
const LINES = `
aaron ron
abigail abby gail
abraham abe bram
adelaide addie ada
agnes aggie nessie
albert al bert bertie
alexander alex alec alick sandy sasha xander aleksandr alexandre alessandro alejandro
alexandra alex sandra sasha lexi
alfred alf alfie fred
alice ally elsie
amanda mandy
andrew andy drew andreas andre andrea andres andrei
angela angie
ann anna anne annie nan nancy hannah anita
anthony tony antonio antoine anton antony
antonia toni
arthur art artie
augustus gus august
barbara barb barbie babs
bartholomew bart
beatrice bea trixie
benjamin ben benny benji
bernard bernie barney
bridget biddy bridie
caroline carrie carol carolyn lina
catherine cathy kathy kate katie kitty katherine kathleen kathryn cath cate katrin katarina catarina
charles charlie chas chuck charley carl karl carlos carlo
charlotte lottie charlie lotte
christian chris
christina chris tina chrissie christine kristina kirsten kristin
christopher chris kit topher kester christoph christophe
clara clare claire klara
cornelius neil connie
cynthia cindy
daniel dan danny
david dave davy davey
deborah debbie deb debra
dennis denny denis
donald don donny
dorothy dot dottie dolly dora
douglas doug
edmund ed eddie ned ted
edward ed eddie ned ted teddy eduard eduardo edouard
edwin ed eddie
eleanor ellie nell nellie nora ellen elinor lenora
elizabeth liz lizzie beth betsy betty bess bessie eliza elsie libby lisa elisabeth elise lisbeth lizbeth isabel
emily em emmy millie
emma em emmy
emmanuel manny
ernest ernie
esther essie hester hetty
eugene gene
evelyn eve evie
ferdinand fred ferdy
florence flo florrie flossie
frances fran fanny frankie francesca franziska
francis frank frankie fran francisco francesco franz francois
frederick fred freddie freddy fritz friedrich frederic fredrik
gabriel gabe
geoffrey geoff jeff jeffrey
george georgie jorge georg georges giorgio jurgen
gerald gerry jerry
gerard gerry jerry
gertrude gertie trudy
gilbert gil bert
gregory greg
harold hal harry
harriet hattie harriett
helen nell nellie lena elena helena helene
henrietta hetty etta
henry harry hal hank henri heinrich enrique
herbert bert herb
horace horatio
hugh hughie hugo
ida idalia
ignatius iggy
isaac ike zac
isabella bella izzy isabel isabelle isobel
jacob jake jakob jacques
james jim jimmy jamie jem jaime
jane janet jenny janie jean joan
janet jan
jason jay
jennifer jen jenny jenn
jeremiah jerry jem
jerome jerry
jessica jess jessie
jane jessie
joan joanna joanne jo
john jack johnny jon johann johannes jean juan jan ian ivan giovanni johan hans
jonathan jon jonny
joseph joe joey jos jose josef giuseppe
josephine jo josie
joshua josh
judith judy
julia julie
julian jules
justin jus
katherine kate kathy kitty kay
kenneth ken kenny
kimberly kim
laura laurie
lawrence larry laurie laurence lorenz lorenzo laurent
leonard len lenny leo
leopold leo
leslie les
lewis lew louis luis ludwig luigi
lillian lily lil lilian
louisa lou louise luisa
lucy lucia lucie
madeline maddie magdalena madeleine
margaret maggie meg peggy madge marge margie greta rita daisy margot margarita margarete marguerite
maria marie mary mia
mark marcus marc marco markus
martha mattie patty marta
martin marty martyn
mary molly polly mamie minnie may maria marie mae
matilda tilly mattie maud
matthew matt matthias mattheus mathew mateo mathieu
maurice morris moe
maximilian max
maxwell max
melissa mel
michael mike mick mickey mikey michel miguel mikhail michele micheal
michelle shelly
mildred millie
miriam mimi
mohammed muhammad mohammad mohamed mehmet mohamad
nathan nate
nathaniel nat nate nathan
nicholas nick nicky nico nicolas niklas klaus nikolai nicolaus claus
nicole nikki
oliver ollie
olivia liv
oscar ossie
pamela pam
patricia pat patty trish tricia
patrick pat paddy patricio padraig
paul pablo paolo pavel
peter pete pedro pierre petr piotr pietro
philip phil pip philippe felipe phillip
phyllis phyl
rachel rae
raymond ray
rebecca becky becca
reginald reg reggie
richard rick dick rich richie dickie ricky ricardo
robert bob bobby rob robbie bert robin roberto
roderick rod roddy
roger rodger rog
roland rolly rowland
ronald ron ronnie
rose rosie rosa
rosemary rosie
rudolf rudy rudolph
rupert bert
russell russ
samantha sam
samuel sam sammy
sarah sally sadie sara
sebastian seb bastian
sidney sid sydney
simon si simeon
solomon sol
sophia sophie sofia
stanley stan
stephanie steph
stephen steve steven stevie stefan stephan esteban etienne stephane
susan sue susie suzy susanna suzanne susannah
sylvester sly
terence terry terrence
teresa terry tess tessa theresa
theodore ted teddy theo
thomas tom tommy tomas thom
timothy tim timmy
tobias toby
valerie val
veronica ronnie vera
victor vic viktor
victoria vicky vicki tori
vincent vince vinny
virginia ginny
walter walt wally
wilfred wilf fred
wilhelmina minnie mina
william will bill billy willie liam wilhelm guillaume guillermo willy wm
winifred winnie freda
zachary zach zack
`;

/** Form -> the numbers of the lines that it stands in. */
const GROUPS: ReadonlyMap<string, readonly number[]> = readGroups(LINES);

function readGroups(lines: string): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  lines
    .trim()
    .split('\n')
    .forEach((line, number) => {
      for (const form of new Set(line.split(' '))) {
        groups.set(form, [...(groups.get(form) ?? []), number]);
      }
    });
  return groups;
}

/** The numbers, ascending, of the names that this is a form of: two forms of one name share a number. */
export function formGroups(name: string): readonly number[] {
  return GROUPS.get(name) ?? [];
}

/** The full form that a name most likely stands for; the name itself when it is in no line. */
export function fullForm(name: string): string {
  const [group] = GROUPS.get(name) ?? [];
  return group === undefined ? name : (FULL_FORMS[group] ?? name);
}

const FULL_FORMS = LINES.trim()
  .split('\n')
  .map((line) => line.split(' ')[0] ?? '');
