package io.memberflow.job.generate;

/** Where somebody lives. */
record Place(String province, String city, String address) {

    /** The homes of the crowd. */
    static final Place[] HOMES = {
        new Place("上海市", "上海市", "南京西路 1788 号"),
        new Place("浙江省", "杭州市", "文三路 100 号东方大厦"),
        new Place("广东省", "广州市", "天河路 385 号"),
        new Place("广东省", "深圳市", "深南大道 6008 号建设银行"),
        new Place("北京市", "北京市", "中关村大街 27 号"),
        new Place("江苏省", "南京市", "中山路 18 号"),
        new Place("四川省", "成都市", "春熙路 66 号"),
        new Place("湖北省", "武汉市", "珞喻路 129 号大学宿舍"),
        new Place("福建省", "福州市", "五四路 158 号"),
        new Place("重庆市", "重庆市", "解放碑民权路 28 号"),
        new Place("湖南省", "长沙市", "五一大道 717 号税务局"),
        new Place("陕西省", "西安市", "长安北路 91 号")
    };

    private static final long HOME = 7;

    /** Where a member of the crowd lives. */
    static Place of(ShopPlan plan, int member) {
        return HOMES[(int) (HOMES.length * Dice.share(plan.seed(), HOME, member))];
    }
}
