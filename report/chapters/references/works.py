"""The works that the report may cite, by key, in one style: author (year), title, where it appeared, link."""

from __future__ import annotations

import re
from typing import NamedTuple

ALONE = re.compile("Data set|National Institute|Preprint|Software|UCI|Web page|Wiley")
"""What stands in place of a journal: a publisher, or the kind of the work."""
NUMBERS = re.compile(r", \d.*")


class Work(NamedTuple):
    """One publication."""

    short: str
    """As it is cited in the text: `He et al., 2015`."""
    authors: str
    year: int
    title: str
    venue: str
    link: str = ""

    @property
    def alone(self) -> bool:
        """Whether it is no part of a journal or of proceedings: a book, a data set, a program."""
        return bool(ALONE.match(self.venue))

    @property
    def container(self) -> str:
        """The name of the journal or proceedings, without volume and pages."""
        return NUMBERS.sub("", self.venue)

    @property
    def numbers(self) -> str:
        """What follows that name: `, 78(1), 1–3`."""
        return self.venue.removeprefix(self.container)


def _doi(name: str) -> str:
    return f"https://doi.org/{name}"


def _arxiv(name: str) -> str:
    return f"https://arxiv.org/abs/{name}"


# fmt: off
WORKS: dict[str, Work] = {
    "adamw": Work(
        "Loshchilov & Hutter, 2019", "Loshchilov, I., & Hutter, F.", 2019,
        "Decoupled weight decay regularization",
        "International Conference on Learning Representations", _arxiv("1711.05101"),
    ),
    "attribution": Work(
        "Nguyen et al., 2021", "Nguyen, G., Kim, D., & Nguyen, A.", 2021,
        "The effectiveness of feature attribution methods and its correlation with automatic evaluation scores",
        "Advances in Neural Information Processing Systems, 34", _arxiv("2105.14944"),
    ),
    "averaging": Work(
        "Polyak & Juditsky, 1992", "Polyak, B. T., & Juditsky, A. B.", 1992,
        "Acceleration of stochastic approximation by averaging",
        "SIAM Journal on Control and Optimization, 30(4), 838–855", _doi("10.1137/0330046"),
    ),
    "brier": Work(
        "Brier, 1950", "Brier, G. W.", 1950,
        "Verification of forecasts expressed in terms of probability",
        "Monthly Weather Review, 78(1), 1–3",
    ),
    "brown": Work(
        "Brown et al., 2001", "Brown, L. D., Cai, T. T., & DasGupta, A.", 2001,
        "Interval estimation for a binomial proportion",
        "Statistical Science, 16(2), 101–133", _doi("10.1214/ss/1009213286"),
    ),
    "broecker": Work(
        "Bröcker & Smith, 2007", "Bröcker, J., & Smith, L. A.", 2007,
        "Increasing the reliability of reliability diagrams",
        "Weather and Forecasting, 22(3), 651–661", _doi("10.1175/WAF993.1"),
    ),
    "ciresan": Work(
        "Cireşan et al., 2011", "Cireşan, D. C., Meier, U., Masci, J., Gambardella, L. M., & Schmidhuber, J.", 2011,
        "Flexible, high performance convolutional neural networks for image classification",
        "International Joint Conference on Artificial Intelligence, 1237–1242", _arxiv("1102.0183"),
    ),
    "corruptions": Work(
        "Hendrycks & Dietterich, 2019", "Hendrycks, D., & Dietterich, T.", 2019,
        "Benchmarking neural network robustness to common corruptions and perturbations",
        "International Conference on Learning Representations", _arxiv("1903.12261"),
    ),
    "delong": Work(
        "DeLong et al., 1988", "DeLong, E. R., DeLong, D. M., & Clarke-Pearson, D. L.", 1988,
        "Comparing the areas under two or more correlated receiver operating characteristic curves: A nonparametric approach",
        "Biometrics, 44(3), 837–845",
    ),
    "dropout": Work(
        "Srivastava et al., 2014", "Srivastava, N., Hinton, G., Krizhevsky, A., Sutskever, I., & Salakhutdinov, R.", 2014,
        "Dropout: A simple way to prevent neural networks from overfitting",
        "Journal of Machine Learning Research, 15, 1929–1958", "https://jmlr.org/papers/v15/srivastava14a.html",
    ),
    "ece": Work(
        "Naeini et al., 2015", "Naeini, M. P., Cooper, G. F., & Hauskrecht, M.", 2015,
        "Obtaining well calibrated probabilities using Bayesian binning",
        "AAAI Conference on Artificial Intelligence, 2901–2907",
    ),
    "efron": Work(
        "Efron, 1979", "Efron, B.", 1979,
        "Bootstrap methods: Another look at the jackknife",
        "Annals of Statistics, 7(1), 1–26", _doi("10.1214/aos/1176344552"),
    ),
    "elastic": Work(
        "Simard et al., 2003", "Simard, P. Y., Steinkraus, D., & Platt, J. C.", 2003,
        "Best practices for convolutional neural networks applied to visual document analysis",
        "International Conference on Document Analysis and Recognition, 958–963", _doi("10.1109/ICDAR.2003.1227801"),
    ),
    "emnist": Work(
        "Cohen et al., 2017", "Cohen, G., Afshar, S., Tapson, J., & van Schaik, A.", 2017,
        "EMNIST: Extending MNIST to handwritten letters",
        "International Joint Conference on Neural Networks, 2921–2926", _doi("10.1109/IJCNN.2017.7966217"),
    ),
    "fashion-mnist": Work(
        "Xiao et al., 2017", "Xiao, H., Rasul, K., & Vollgraf, R.", 2017,
        "Fashion-MNIST: A novel image dataset for benchmarking machine learning algorithms",
        "Preprint", _arxiv("1708.07747"),
    ),
    "grother": Work(
        "Grother, 1995", "Grother, P. J.", 1995,
        "NIST Special Database 19: Handprinted forms and characters database",
        "National Institute of Standards and Technology", "https://www.nist.gov/srd/nist-special-database-19",
    ),
    "ensemble": Work(
        "An et al., 2020", "An, S., Lee, M., Park, S., Yang, H., & So, J.", 2020,
        "An ensemble of simple convolutional neural network models for MNIST digit recognition",
        "Preprint", _arxiv("2008.10400"),
    ),
    "geron": Work(
        "Géron, 2022", "Géron, A.", 2022,
        "Hands-on machine learning with Scikit-Learn, Keras, and TensorFlow",
        "O’Reilly, 3rd edition",
    ),
    "he": Work(
        "He et al., 2015", "He, K., Zhang, X., Ren, S., & Sun, J.", 2015,
        "Delving deep into rectifiers: Surpassing human-level performance on ImageNet classification",
        "IEEE International Conference on Computer Vision, 1026–1034", _arxiv("1502.01852"),
    ),
    "hendrycks": Work(
        "Hendrycks & Gimpel, 2017", "Hendrycks, D., & Gimpel, K.", 2017,
        "A baseline for detecting misclassified and out-of-distribution examples in neural networks",
        "International Conference on Learning Representations", _arxiv("1610.02136"),
    ),
    "holm": Work(
        "Holm, 1979", "Holm, S.", 1979,
        "A simple sequentially rejective multiple test procedure",
        "Scandinavian Journal of Statistics, 6(2), 65–70",
    ),
    "kaufman": Work(
        "Kaufman & Rousseeuw, 1990", "Kaufman, L., & Rousseeuw, P. J.", 1990,
        "Finding groups in data: An introduction to cluster analysis",
        "Wiley", _doi("10.1002/9780470316801"),
    ),
    "keras": Work(
        "Chollet et al., 2015", "Chollet, F., et al.", 2015,
        "Keras",
        "Software", "https://keras.io",
    ),
    "kmnist": Work(
        "Clanuwat et al., 2018", "Clanuwat, T., Bober-Irizar, M., Kitamoto, A., Lamb, A., Yamamoto, K., & Ha, D.", 2018,
        "Deep learning for classical Japanese literature",
        "Preprint", _arxiv("1812.01718"),
    ),
    "lecun": Work(
        "LeCun et al., 1998", "LeCun, Y., Bottou, L., Bengio, Y., & Haffner, P.", 1998,
        "Gradient-based learning applied to document recognition",
        "Proceedings of the IEEE, 86(11), 2278–2324", _doi("10.1109/5.726791"),
    ),
    "mantel": Work(
        "Mantel, 1967", "Mantel, N.", 1967,
        "The detection of disease clustering and a generalized regression approach",
        "Cancer Research, 27(2), 209–220",
    ),
    "matplotlib": Work(
        "Hunter, 2007", "Hunter, J. D.", 2007,
        "Matplotlib: A 2D graphics environment",
        "Computing in Science & Engineering, 9(3), 90–95", _doi("10.1109/MCSE.2007.55"),
    ),
    "keras-example": Work(
        "Chollet, 2020", "Chollet, F.", 2020,
        "Simple MNIST convnet",
        "Web page", "https://keras.io/examples/vision/mnist_convnet/",
    ),
    "mnist": Work(
        "LeCun, Cortes & Burges, 1998", "LeCun, Y., Cortes, C., & Burges, C. J. C.", 1998,
        "The MNIST database of handwritten digits",
        "Data set, CC BY-SA 3.0",
    ),
    "mogstad": Work(
        "Mogstad et al., 2024", "Mogstad, M., Romano, J. P., Shaikh, A. M., & Wilhelm, D.", 2024,
        "Inference for ranks with applications to mobility across neighbourhoods and academic achievement across countries",
        "Review of Economic Studies, 91(1), 476–518", _doi("10.1093/restud/rdad006"),
    ),
    "muon": Work(
        "Jordan et al., 2024", "Jordan, K., et al.", 2024,
        "Muon: An optimizer for hidden layers in neural networks",
        "Web page", "https://kellerjordan.github.io/posts/muon/",
    ),
    "newcombe": Work(
        "Newcombe, 1998", "Newcombe, R. G.", 1998,
        "Interval estimation for the difference between independent proportions: Comparison of eleven methods",
        "Statistics in Medicine, 17(8), 873–890",
    ),
    "northcutt": Work(
        "Northcutt et al., 2021", "Northcutt, C. G., Athalye, A., & Mueller, J.", 2021,
        "Pervasive label errors in test sets destabilize machine learning benchmarks",
        "NeurIPS Datasets and Benchmarks Track", _arxiv("2103.14749"),
    ),
    "numpy": Work(
        "Harris et al., 2020", "Harris, C. R., et al.", 2020,
        "Array programming with NumPy",
        "Nature, 585, 357–362", _doi("10.1038/s41586-020-2649-2"),
    ),

    "occlusion": Work(
        "Zeiler & Fergus, 2014", "Zeiler, M. D., & Fergus, R.", 2014,
        "Visualizing and understanding convolutional networks",
        "European Conference on Computer Vision, 818–833", _arxiv("1311.2901"),
    ),
    "olah": Work(
        "Olah, 2014", "Olah, C.", 2014,
        "Visualizing MNIST: An exploration of dimensionality reduction",
        "Web page", "https://colah.github.io/posts/2014-10-Visualizing-MNIST/",
    ),
    "one-cycle": Work(
        "Smith & Topin, 2019", "Smith, L. N., & Topin, N.", 2019,
        "Super-convergence: Very fast training of neural networks using large learning rates",
        "Proceedings of SPIE, 11006", _arxiv("1708.07120"),
    ),
    "optdigits": Work(
        "Alpaydin & Kaynak, 1998", "Alpaydin, E., & Kaynak, C.", 1998,
        "Optical recognition of handwritten digits",
        "UCI Machine Learning Repository, CC BY 4.0", _doi("10.24432/C50P49"),
    ),
    "pca": Work(
        "Jolliffe & Cadima, 2016", "Jolliffe, I. T., & Cadima, J.", 2016,
        "Principal component analysis: A review and recent developments",
        "Philosophical Transactions of the Royal Society A, 374, 20150202", _doi("10.1098/rsta.2015.0202"),
    ),
    "quasi-independence": Work(
        "Goodman, 1968", "Goodman, L. A.", 1968,
        "The analysis of cross-classified data: Independence, quasi-independence, and interactions in contingency tables with or without missing entries",
        "Journal of the American Statistical Association, 63(324), 1091–1131",
    ),
    "ranks": Work(
        "Hung & Fithian, 2019", "Hung, K., & Fithian, W.", 2019,
        "Rank verification for exponential families",
        "Annals of Statistics, 47(2), 758–782", _doi("10.1214/17-AOS1634"),
    ),
    "scikit-learn": Work(
        "Pedregosa et al., 2011", "Pedregosa, F., et al.", 2011,
        "Scikit-learn: Machine learning in Python",
        "Journal of Machine Learning Research, 12, 2825–2830", "https://jmlr.org/papers/v12/pedregosa11a.html",
    ),
    "scipy": Work(
        "Virtanen et al., 2020", "Virtanen, P., et al.", 2020,
        "SciPy 1.0: Fundamental algorithms for scientific computing in Python",
        "Nature Methods, 17, 261–272", _doi("10.1038/s41592-019-0686-2"),
    ),
    "searle": Work(
        "Searle et al., 1992", "Searle, S. R., Casella, G., & McCulloch, C. E.", 1992,
        "Variance components",
        "Wiley",
    ),
    "selective": Work(
        "Geifman & El-Yaniv, 2017", "Geifman, Y., & El-Yaniv, R.", 2017,
        "Selective classification for deep neural networks",
        "Advances in Neural Information Processing Systems, 30", _arxiv("1705.08500"),
    ),
    "silhouette": Work(
        "Rousseeuw, 1987", "Rousseeuw, P. J.", 1987,
        "Silhouettes: A graphical aid to the interpretation and validation of cluster analysis",
        "Journal of Computational and Applied Mathematics, 20, 53–65", _doi("10.1016/0377-0427(87)90125-7"),
    ),
    "taori": Work(
        "Taori et al., 2020", "Taori, R., Dave, A., Shankar, V., Carlini, N., Recht, B., & Schmidt, L.", 2020,
        "Measuring robustness to natural distribution shifts in image classification",
        "Advances in Neural Information Processing Systems, 33", _arxiv("2007.00644"),
    ),
    "temperature": Work(
        "Guo et al., 2017", "Guo, C., Pleiss, G., Sun, Y., & Weinberger, K. Q.", 2017,
        "On calibration of modern neural networks",
        "International Conference on Machine Learning, 1321–1330", _arxiv("1706.04599"),
    ),
    "tensorflow": Work(
        "Abadi et al., 2016", "Abadi, M., et al.", 2016,
        "TensorFlow: A system for large-scale machine learning",
        "USENIX Symposium on Operating Systems Design and Implementation, 265–283", _arxiv("1605.08695"),
    ),
    "westfall": Work(
        "Westfall & Young, 1993", "Westfall, P. H., & Young, S. S.", 1993,
        "Resampling-based multiple testing: Examples and methods for p-value adjustment",
        "Wiley",
    ),
    "wilson": Work(
        "Wilson, 1927", "Wilson, E. B.", 1927,
        "Probable inference, the law of succession, and statistical inference",
        "Journal of the American Statistical Association, 22(158), 209–212", _doi("10.1080/01621459.1927.10502953"),
    ),
    "yadav": Work(
        "Yadav & Bottou, 2019", "Yadav, C., & Bottou, L.", 2019,
        "Cold case: The lost MNIST digits",
        "Advances in Neural Information Processing Systems, 32", _arxiv("1905.10498"),
    ),
}
