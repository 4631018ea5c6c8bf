package nexhelm.engine.design;

import nexhelm.engine.language.Clause;
import nexhelm.engine.language.Sentence;

/** A clause that describes work to be done. */
record Work(Scene scene, int index) {

    Clause clause() {
        return scene.clauses().get(index);
    }

    Sentence sentence() {
        return scene.sentence();
    }
}
