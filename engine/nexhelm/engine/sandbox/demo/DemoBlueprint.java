package nexhelm.engine.sandbox.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The demo organisation's papers, mails and people, put together from one file per trade. */
public final class DemoBlueprint {

    private DemoBlueprint() {}

    public static ObjectNode tree() {
        Papers papers = new Papers("WFL Sandbox — {{organization_name}}");
        WealthPapers.add(papers);
        AccountingPapers.add(papers);
        InsurancePapers.add(papers);
        PropertyPapers.add(papers);
        PurchasingPapers.add(papers);
        PracticePapers.add(papers);
        WarehousePapers.add(papers);
        OfficePapers.add(papers);
        papers.todo("Order new printer paper", "office", "2026-04-01");
        return papers.tree();
    }
}
